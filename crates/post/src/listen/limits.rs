//! What one listener allows. It refuses to know where the figures are configured.

/// Bounds of the listener. Nothing a peer sends can go beyond them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Largest message in bytes, after removing the dots of transparency; beyond it 552.
    pub message_bytes_max: usize,
    /// Bytes of all messages in transfer together; beyond it 452, so that many large mails at once cannot
    /// exhaust the memory.
    pub memory_bytes_max: usize,
    /// Open sessions; beyond it 421. An idle session costs a few hundred bytes.
    pub sessions_max: usize,
    /// Recipients of one message; beyond it 452, and the peer sends the rest in another transaction.
    pub recipients_max: usize,
    /// Seconds for one whole command to arrive, waiting for its first byte included.
    pub line_seconds: u64,
    /// Seconds without a single byte during a transfer. There is no limit on the whole of it.
    pub data_seconds: u64,
    /// Seconds the room may take for an answer; beyond it 451.
    pub room_seconds: u64,
    /// Unknown, malformed and misplaced commands before 421.
    pub bad_commands_max: usize,
    /// Seconds that transfers may go on after the listener was told to stop.
    pub stop_seconds: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            message_bytes_max: 50 * 1024 * 1024,
            memory_bytes_max: 512 * 1024 * 1024,
            sessions_max: 2_000,
            recipients_max: 100,
            line_seconds: 300,
            data_seconds: 300,
            room_seconds: 120,
            bad_commands_max: 10,
            stop_seconds: 30,
        }
    }
}
