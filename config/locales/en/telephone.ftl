# Telephone calls and the report on them.
nav-telephone = Telephone
nav-call-new = Log a call
nav-calls = Calls

call-title = Log a call without a case
call-lead = For calls that were solved at once or that nobody answered in time. If it became a case, log the case instead.
call-submit = Log the call
call-logged = The call is logged.
call-solved = Solved at once
call-case = Became a case
call-abandoned = The caller gave up
call-judge = Say what came of it
call-at = When
call-who = Caller
call-waited = Wait
call-talked = Talk
call-outcome = Outcome
calls-title = Calls
empty-calls = No calls to show. Calls stand here once they are logged or the telephone exchange has reported them.

log-call = The call
log-call-lead = The call began when the page was opened and ends when the form is sent. Correct it where that is not so.
log-called = by telephone
log-not-called = otherwise: a visit, one’s own initiative, a change or problem
label-came = Came in

label-call = Call in the exchange
label-call_began = The call began
label-call_waited = Rang before the answer, seconds
label-outcome = Outcome
label-call-solution = Solved by a documented solution
hint-call = If you choose a call, the exchange's times hold.
hint-call_began = When you answered. Where nobody answered: when it rang.
hint-call_waited = Leave empty if you do not know.
fault-no-seconds = { $field }: give seconds, 0 to 3600.

nav-report-telephone = Telephone

telephone-title = Telephone, { $desk }, { $from } to { $until }
telephone-waiting = Waiting on the telephone
telephone-verdict = Wanted: answered within { $seconds } seconds on average per day. Days that missed it: { $missed }.
telephone-unjudged = Nothing is agreed on how long callers may wait.
telephone-direct-title = Direct resolution
telephone-direct-lead = Share of answered calls with a documented solution that were solved at once, within the call time.
telephone-day = Day
telephone-calls = Calls
telephone-answered = Answered
telephone-abandoned = The caller gave up
telephone-unsettled = Not ended
telephone-outside = Outside the hours
telephone-mean = Mean wait
telephone-kept = Kept
telephone-objective = Objective
telephone-within = Call time at most
telephone-direct = Solved at once
telephone-not-direct = Solved later
telephone-not_direct = Solved later
telephone-unknown = End unknown
telephone-handled = Finished
telephone-judged = With a documented solution
telephone-share = Share
telephone-wanted = Wanted
calls-of-figure = Calls: { $figure }, { $from } to { $until }

label-channel = Channel
label-try-channel = Sought by
not-reached-words = We have asked you something and sought you several times without an answer. The case is therefore closed on our side. Answer this mail and we will take it up again.
nav-report-waiting = Waiting

waiting-title = Waiting, { $desk }, { $from } to { $until }
waiting-lead = Counted time between start and end of targets that can pause, for clocks that ended in the period: how much of it was pause, by queue.
waiting-queues = By queue
waiting-cases = Cases
waiting-of-queue = Cases: { $queue }
waiting-queue = Queue
waiting-clocks = Clocks
waiting-total = Time in all
waiting-paused = Of it paused
waiting-share = Share paused
telephone-chart = Mean wait per day
telephone-chart-described = One point per day with answered calls: how long callers waited on average. The figures are in the table.
telephone-chart-wanted = wanted { $seconds } s
waiting-chart = Share paused per queue
waiting-chart-described = One bar per queue: how much of the counted time was pause. The figures are in the table.
