# Letters to requesters, roles and functions outside.
letter-subject = { $subject } [{ $reference }]
letter-hello = Hello,
letter-acknowledgement = We have received your case. Its reference is { $reference }.
letter-closed-now = We are closed at the moment and open again { $opens }.
letter-add = To add something, answer this mail.
letter-no-patient-data = Please do not send identity numbers or other patient data by mail. Call us if it is about a certain patient.
letter-resolved = Your case { $reference } is solved.
letter-resolved-hint = Does it not work? Answer this mail and we take the case up again.
letter-reminder = We are waiting for your answer to go on with case { $reference }.
letter-regards = Kind regards
letter-reference = Case { $reference } · { $token }
letter-undelivered = A mail to { $address } could not be delivered: { $reason }

hand-over-subject = Case { $reference }: { $subject }
hand-over = Case { $reference } is handed over to { $queue }. Answer this mail and your answer joins the case.
hand-over-type = Case type
hand-over-service = Service
hand-over-environment = Environment
hand-over-priority = Priority
hand-over-organisation = Organisation
hand-over-asker = Requester
hand-over-description = Description
hand-over-known = Known
hand-over-tried = Tried
hand-over-ruled_out = Ruled out
hand-over-wanted = Wanted next

notice-subject-warned = { $reference }: { $percent } % of the time for { $target } has passed
notice-subject-breached = { $reference }: breach, { $target }
notice-subject-timer = { $reference }: { $timer } ran out
notice-subject-budget = { $reference }: the budget { $target } is burning too fast
notice-subject-refused = { $reference }: a rule was refused
notice-warned = { $percent } % of the time for { $target } has passed. It runs out { $due }.
notice-breached = The time for { $target } ran out { $due }.
notice-timer = The moment { $timer } passed and nothing had happened.
notice-budget = { $used } % of the budget { $target } for the period from { $period } is used.
notice-forecast = If it goes on as until now, { $forecast } % of it will be used at the end of the period.
notice-refused = A rule wanted to { $act } the case and could not.
notice-missing = Missing: { $fields }.
notice-case = { $reference }, { $subject }
notice-where = With { $queue }, { $organisation }

letter-report-subject = { $name }, { $desk }: { $from } to { $to }
letter-report = This is { $name } of { $desk }, { $from } to { $to }. The whole report is attached.
letter-report-link = In Stafett every figure opens the list of cases behind it:
