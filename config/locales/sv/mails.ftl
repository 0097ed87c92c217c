# Rapporten om mottagen e-post.
nav-report-mails = Mottagen e-post

mails-title = Mottagen e-post, { $desk }, { $from } till { $until }
mails-lead = Varje brev som togs emot under perioden, efter vad det blev av det. Ett brev är redovisat när det blev ett ärende, hör till ett, eller noterades eller lades åt sidan med skäl; det är registrerat när det står på ett ärende. Noterade brev förde inte med sig någon fråga.
mails-proof = Räknat: { $received } mottagna = { $opened } blev ärenden + { $joined } hör till ärenden + { $noted } noterade + { $set_aside } lagda åt sidan + { $waiting } väntar. Av { $marked } på ärenden återfanns { $registered } där.
mails-unproven = Räkningen går inte ihop: { $received } mottagna, { $opened } blev ärenden + { $joined } hör till ärenden + { $noted } noterade + { $set_aside } lagda åt sidan + { $waiting } väntar; av { $marked } på ärenden återfanns { $registered } där, men { $lost } återfanns inte. Låt en administratör se på det.
mails-mailboxes = Per brevlåda
mails-reasons = Varför brev inte står på något ärende
mails-objectives = Mål
mails-list = Brev
mails-of = Brev: { $what } ({ $count })
mails-unasked = Välj en siffra ovan för att se dess brev.
mails-all = Alla brevlådor
mails-count = Brev
mails-received = Mottagna
mails-opened = Blev ärenden
mails-joined = Hör till ärenden
mails-noted = Noterade
mails-set_aside = Lagda åt sidan
mails-waiting = Väntar
mails-accounted = Redovisade
mails-registered = Registrerade
mails-matters = Förde med sig en fråga
mails-share-accounted = Andel redovisade
mails-share-registered = Andel registrerade
mails-lost = Återfanns inte på sitt ärende
mails-measure = Mått
mails-measure-accounted = redovisade, av mottagna
mails-measure-registered = registrerade, av dem som förde med sig en fråga
objectives-mails = Mottagen e-post
objective-mails = Brev
mails-chart = Vad det blev av breven
mails-chart-described = En stapel per brevlåda: breven efter vad det blev av dem. Siffrorna står i tabellen.
