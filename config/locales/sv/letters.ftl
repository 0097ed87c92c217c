# Brev till frågeställare, roller och funktioner utanför.
letter-subject = { $subject } [{ $reference }]
letter-hello = Hej!
letter-acknowledgement = Vi har tagit emot ditt ärende. Det har referensen { $reference }.
letter-closed-now = Just nu är det stängt. Vi öppnar igen { $opens }.
letter-add = Vill du lägga till något? Svara på det här mejlet.
letter-no-patient-data = Skicka inga personnummer eller andra patientuppgifter med e-post. Ring oss om det gäller en viss patient.
letter-resolved = Ditt ärende { $reference } är löst.
letter-resolved-hint = Fungerar det inte? Svara på det här mejlet, så tar vi upp ärendet igen.
letter-reminder = Vi väntar på ditt svar för att komma vidare med ärende { $reference }.
letter-regards = Med vänlig hälsning
letter-reference = Ärende { $reference } · { $token }
letter-undelivered = Ett mejl till { $address } kunde inte levereras: { $reason }

hand-over-subject = Ärende { $reference }: { $subject }
hand-over = Ärende { $reference } lämnas härmed till { $queue }. Svara på det här mejlet, så hamnar svaret i ärendet.
hand-over-type = Ärendetyp
hand-over-service = Tjänst
hand-over-environment = Miljö
hand-over-priority = Prioritet
hand-over-organisation = Organisation
hand-over-asker = Frågeställare
hand-over-description = Beskrivning
hand-over-known = Känt
hand-over-tried = Prövat
hand-over-ruled_out = Uteslutet
hand-over-wanted = Önskas härnäst

notice-subject-warned = { $reference }: { $percent } % av tiden för { $target } har gått
notice-subject-breached = { $reference }: överskriden tid, { $target }
notice-subject-timer = { $reference }: { $timer } har löpt ut
notice-subject-budget = { $reference }: budgeten { $target } förbrukas för fort
notice-subject-refused = { $reference }: en regel fick nej
notice-warned = { $percent } % av tiden för { $target } har gått. Tiden går ut { $due }.
notice-breached = Tiden för { $target } gick ut { $due }.
notice-timer = Tidpunkten { $timer } har passerats utan att något hände.
notice-budget = { $used } % av budgeten { $target } för perioden från { $period } är förbrukad.
notice-forecast = Fortsätter det som hittills är { $forecast } % av den förbrukad vid periodens slut.
notice-refused = En regel ville { $act } ärendet, men det gick inte.
notice-missing = Det fattas: { $fields }.
notice-case = { $reference }, { $subject }
notice-where = Hos { $queue }, { $organisation }

letter-report-subject = { $name }, { $desk }: { $from } till { $to }
letter-report = Här kommer { $name } för { $desk }, { $from } till { $to }. Hela rapporten är bifogad.
letter-report-link = I Stafett öppnar varje siffra listan över ärendena bakom den:
