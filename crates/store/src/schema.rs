//! The tables as diesel sees them. A test compares them with both databases after migration.

#![allow(missing_docs, reason = "diesel writes the items; the migrations say what the columns hold")]

diesel::table! {
    settings (name) {
        name -> Text,
        value -> Text,
    }
}

diesel::table! {
    id_blocks (name) {
        name -> Text,
        next -> BigInt,
    }
}

diesel::table! {
    leases (name) {
        name -> Text,
        holder -> Text,
        token -> BigInt,
        until -> BigInt,
    }
}

diesel::table! {
    desks (key) {
        key -> Text,
        version -> BigInt,
    }
}

diesel::table! {
    desk_versions (desk, version) {
        desk -> Text,
        version -> BigInt,
        source -> Text,
        applied_at -> BigInt,
        applied_by -> Text,
    }
}

diesel::table! {
    users (id) {
        id -> BigInt,
        login -> Text,
        name -> Text,
        email -> Nullable<Text>,
        language -> Nullable<Text>,
        password_hash -> Nullable<Text>,
        active -> Bool,
        created_at -> BigInt,
        last_sign_in_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    memberships (id) {
        id -> BigInt,
        user_id -> BigInt,
        desk -> Text,
        role -> Text,
        organisation -> Nullable<Text>,
        queue -> Nullable<Text>,
    }
}

diesel::table! {
    sessions (token_hash) {
        token_hash -> Text,
        user_id -> BigInt,
        kind -> Text,
        csrf -> Text,
        created_at -> BigInt,
        expires_at -> BigInt,
        revoked -> Bool,
    }
}

diesel::table! {
    sign_in_failures (id) {
        id -> BigInt,
        login -> Text,
        at -> BigInt,
    }
}

diesel::table! {
    contacts (id) {
        id -> BigInt,
        kind -> Text,
        name -> Text,
        email -> Nullable<Text>,
        phone -> Nullable<Text>,
        organisation -> Text,
        language -> Nullable<Text>,
        created_at -> BigInt,
    }
}

diesel::table! {
    texts (id) {
        id -> BigInt,
        ticket -> BigInt,
        kind -> Text,
        body -> Text,
        masked -> Text,
        masks -> Integer,
    }
}

diesel::table! {
    tickets (id) {
        id -> BigInt,
        reference -> Text,
        desk -> Text,
        version -> BigInt,
        kind -> Text,
        state -> Text,
        phase -> Text,
        line -> Text,
        queue -> Text,
        path -> Text,
        assignee -> Nullable<BigInt>,
        in_reception -> Bool,
        channel -> Text,
        organisation -> Text,
        requester -> BigInt,
        affected -> Nullable<BigInt>,
        orderer -> Nullable<BigInt>,
        affected_count -> Integer,
        case_type -> Nullable<Text>,
        service -> Nullable<Text>,
        environment -> Nullable<Text>,
        impact -> Nullable<Text>,
        urgency -> Nullable<Text>,
        priority -> Nullable<Text>,
        priority_rank -> Integer,
        asker_role -> Nullable<Text>,
        subject -> BigInt,
        description -> Nullable<BigInt>,
        fault -> Bool,
        fault_began_at -> Nullable<BigInt>,
        question_open -> Bool,
        tries -> Text,
        proposal -> Nullable<BigInt>,
        wait_until -> Nullable<BigInt>,
        solution -> Nullable<Text>,
        cause_code -> Nullable<Text>,
        opened_at -> BigInt,
        arrived_at -> BigInt,
        state_since -> BigInt,
        restored_at -> Nullable<BigInt>,
        resolved_at -> Nullable<BigInt>,
        closed_at -> Nullable<BigInt>,
        updated_at -> BigInt,
        open -> Bool,
        due_at -> BigInt,
        wake_at -> Nullable<BigInt>,
        entered_at -> Nullable<BigInt>,
        statements -> Text,
    }
}

diesel::table! {
    ticket_scopes (ticket, scope) {
        ticket -> BigInt,
        scope -> Text,
    }
}

diesel::table! {
    events (ticket, seq) {
        ticket -> BigInt,
        seq -> BigInt,
        kind -> Integer,
        recorded_at -> BigInt,
        effective_at -> BigInt,
        actor_kind -> Text,
        actor -> Text,
        rule -> Nullable<Text>,
        desk_version -> BigInt,
        cause -> Nullable<Text>,
        data -> Text,
    }
}

diesel::table! {
    messages (id) {
        id -> BigInt,
        ticket -> BigInt,
        direction -> Text,
        audience -> Text,
        actor_kind -> Text,
        actor -> Text,
        text -> BigInt,
        channel -> Text,
        automatic -> Bool,
        proposal -> Bool,
        at -> BigInt,
        mail_id -> Nullable<Text>,
        inbox -> Nullable<BigInt>,
    }
}

diesel::table! {
    clocks (id) {
        id -> BigInt,
        ticket -> BigInt,
        desk -> Text,
        target -> Text,
        metric -> Text,
        agreement -> Text,
        agreement_version -> Text,
        calendar -> Text,
        calendar_version -> Text,
        occurrence -> Integer,
        generation -> Integer,
        target_micros -> BigInt,
        started_at -> BigInt,
        elapsed_micros -> BigInt,
        anchor -> Nullable<BigInt>,
        state -> Text,
        outcome -> Nullable<Text>,
        due_at -> Nullable<BigInt>,
        next_step_at -> Nullable<BigInt>,
        next_step -> Nullable<Text>,
        warned_percent -> Integer,
        decided_at -> Nullable<BigInt>,
        stopped_at -> Nullable<BigInt>,
        by_change -> Bool,
        late -> Bool,
        entered_late -> Bool,
        corrected -> Bool,
        first_outcome -> Nullable<Text>,
        first_elapsed_micros -> Nullable<BigInt>,
        first_decided_at -> Nullable<BigInt>,
        line -> Text,
        queue -> Text,
        organisation -> Text,
        service -> Nullable<Text>,
        priority -> Nullable<Text>,
        breach_cause -> Nullable<Text>,
        breach_words -> Nullable<BigInt>,
    }
}

diesel::table! {
    timers (id) {
        id -> BigInt,
        ticket -> BigInt,
        timer -> Text,
        from_at -> BigInt,
        due_at -> BigInt,
        fired -> Bool,
    }
}

diesel::table! {
    inbox (id) {
        id -> BigInt,
        source -> Text,
        mailbox -> Text,
        envelope_from -> Nullable<Text>,
        message_id -> Text,
        content_hash -> Text,
        raw -> Binary,
        received_at -> BigInt,
        state -> Text,
        tries -> Integer,
        next_try_at -> Nullable<BigInt>,
        reason -> Nullable<Text>,
        ticket -> Nullable<BigInt>,
        same_id_other_content -> Bool,
    }
}

diesel::table! {
    outbox (id) {
        id -> BigInt,
        ticket -> Nullable<BigInt>,
        message -> Nullable<BigInt>,
        kind -> Text,
        message_id -> Text,
        envelope_from -> Text,
        letter -> Text,
        raw -> Nullable<Binary>,
        created_at -> BigInt,
        state -> Text,
        tries -> Integer,
        next_try_at -> BigInt,
        lease_until -> Nullable<BigInt>,
        lease_token -> BigInt,
        reason -> Nullable<Text>,
        desk -> Nullable<Text>,
    }
}

diesel::table! {
    outbox_recipients (outbox, address) {
        outbox -> BigInt,
        address -> Text,
        state -> Text,
        answer -> Nullable<Text>,
        at -> Nullable<BigInt>,
    }
}

diesel::table! {
    idempotency (principal, route, key) {
        principal -> Text,
        route -> Text,
        key -> Text,
        request_hash -> Text,
        status -> Integer,
        answer -> Text,
        etag -> Nullable<Text>,
        created_at -> BigInt,
    }
}

diesel::table! {
    budget_warnings (desk, objective, part, period) {
        desk -> Text,
        objective -> Text,
        part -> Text,
        period -> Text,
        ticket -> BigInt,
        warned_at -> BigInt,
    }
}

diesel::table! {
    schedule_runs (desk, schedule, period_from) {
        desk -> Text,
        schedule -> Text,
        period_from -> Text,
        due_at -> BigInt,
        run_at -> BigInt,
        receivers -> BigInt,
    }
}

diesel::table! {
    pass_failures (pass, subject) {
        pass -> Text,
        subject -> BigInt,
        tries -> Integer,
        reason -> Text,
        at -> BigInt,
    }
}

diesel::table! {
    efforts (id) {
        id -> BigInt,
        desk -> Text,
        ticket -> BigInt,
        user_id -> BigInt,
        day -> Text,
        minutes -> BigInt,
        activity -> Text,
        kind -> Text,
        payer -> Text,
        note -> Nullable<BigInt>,
        recorded_at -> BigInt,
        recorded_by -> BigInt,
        replaces -> Nullable<BigInt>,
        reason -> Nullable<BigInt>,
        replaced_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    effort_timers (user_id) {
        user_id -> BigInt,
        ticket -> BigInt,
        desk -> Text,
        activity -> Text,
        kind -> Text,
        payer -> Text,
        started_at -> BigInt,
    }
}

diesel::table! {
    effort_months (id) {
        id -> BigInt,
        desk -> Text,
        month -> Text,
        locked -> Bool,
        at -> BigInt,
        by_user -> BigInt,
    }
}

diesel::table! {
    calls (id) {
        id -> BigInt,
        desk -> Text,
        source -> Text,
        external -> Nullable<Text>,
        logged_by -> Nullable<BigInt>,
        began_at -> BigInt,
        offered_at -> Nullable<BigInt>,
        answered_at -> Nullable<BigInt>,
        ended_at -> Nullable<BigInt>,
        outcome -> Nullable<Text>,
        solution -> Nullable<Text>,
        ticket -> Nullable<BigInt>,
        organisation -> Text,
        caller_number -> Nullable<Text>,
        caller_name -> Nullable<Text>,
        created_at -> BigInt,
        updated_at -> BigInt,
    }
}

diesel::table! {
    presented_reports (id) {
        id -> BigInt,
        desk -> Text,
        kind -> Text,
        service -> Text,
        period_from -> Text,
        period_to -> Text,
        revision -> BigInt,
        desk_version -> BigInt,
        content -> Text,
        digest -> Text,
        comment -> Text,
        presented_at -> BigInt,
        presented_by -> BigInt,
        state -> Text,
        decided_at -> Nullable<BigInt>,
        decided_by -> Nullable<BigInt>,
        decided_for -> Nullable<Text>,
        reason -> Nullable<Text>,
        asked -> Nullable<BigInt>,
    }
}

diesel::table! {
    presented_receivers (report, place) {
        report -> BigInt,
        place -> BigInt,
        desk -> Text,
        receiver -> Text,
        role -> Text,
        organisation -> Nullable<Text>,
        names -> Text,
        state -> Text,
        answered_at -> Nullable<BigInt>,
        answered_by -> Nullable<BigInt>,
        answered_for -> Nullable<Text>,
        reason -> Nullable<Text>,
    }
}

diesel::table! {
    call_scopes (call, scope) {
        call -> BigInt,
        scope -> Text,
    }
}

diesel::table! {
    rejudgements (id) {
        id -> BigInt,
        desk -> Text,
        agreement -> Text,
        version -> Text,
        from_day -> Text,
        to_day -> Text,
        reason -> Text,
        state -> Text,
        foretold -> Text,
        proposed_by -> BigInt,
        proposed_at -> BigInt,
        decided_by -> Nullable<BigInt>,
        decided_at -> Nullable<BigInt>,
        done_at -> Nullable<BigInt>,
        declined_because -> Nullable<Text>,
    }
}

diesel::table! {
    rejudgement_tickets (rejudgement, ticket) {
        rejudgement -> BigInt,
        ticket -> BigInt,
        at -> BigInt,
        judged -> Bool,
        changed -> Integer,
        failed -> Nullable<Text>,
    }
}

diesel::allow_tables_to_appear_in_same_query!(
    settings,
    id_blocks,
    leases,
    desks,
    desk_versions,
    users,
    memberships,
    sessions,
    sign_in_failures,
    contacts,
    texts,
    tickets,
    ticket_scopes,
    events,
    messages,
    clocks,
    timers,
    inbox,
    outbox,
    outbox_recipients,
    idempotency,
    budget_warnings,
    pass_failures,
    efforts,
    effort_timers,
    effort_months,
    schedule_runs,
    presented_reports,
    presented_receivers,
    calls,
    call_scopes,
    rejudgements,
    rejudgement_tickets
);
