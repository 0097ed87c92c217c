# The report on received mail.
nav-report-mails = Received mail

mails-title = Received mail, { $desk }, { $from } to { $until }
mails-lead = Every mail that was taken over in the period, by what became of it. A mail is accounted for once it became a case, joined one, or was noted or set aside with its reason; it is registered once it stands on a case. What was noted brought no matter.
mails-proof = Counted: { $received } received = { $opened } became cases + { $joined } belong to cases + { $noted } noted + { $set_aside } set aside + { $waiting } waiting. Of { $marked } on cases, { $registered } were found again there.
mails-unproven = The counts do not agree: { $received } received, { $opened } became cases + { $joined } belong to cases + { $noted } noted + { $set_aside } set aside + { $waiting } waiting; of { $marked } on cases, { $registered } were found again there and { $lost } were not. Have an administrator look at it.
mails-mailboxes = By mailbox
mails-reasons = Why mail is on no case
mails-objectives = Objectives
mails-list = Mails
mails-of = Mails: { $what } ({ $count })
mails-unasked = Choose a figure above to see its mails.
mails-all = All mailboxes
mails-count = Mails
mails-received = Received
mails-opened = Became a case
mails-joined = Belong to a case
mails-noted = Noted
mails-set_aside = Set aside
mails-waiting = Waiting
mails-accounted = Accounted for
mails-registered = Registered
mails-matters = Brought a matter
mails-share-accounted = Share accounted for
mails-share-registered = Share registered
mails-lost = Not found on their case
mails-measure = Measure
mails-measure-accounted = accounted for, of those received
mails-measure-registered = registered, of those that brought a matter
objectives-mails = Received mail
objective-mails = Mails
mails-chart = What became of the mails
mails-chart-described = One bar per mailbox: its mails by what became of them. The figures are in the table.
