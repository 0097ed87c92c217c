# Telefonsamtal och rapporten om dem.
nav-telephone = Telefon
nav-call-new = Registrera samtal
nav-calls = Samtal

call-title = Registrera ett samtal utan ärende
call-lead = För samtal som löstes direkt eller som ingen hann besvara. Blev det ett ärende, registrera ärendet i stället.
call-submit = Registrera samtalet
call-logged = Samtalet är registrerat.
call-solved = Löst direkt
call-case = Blev ett ärende
call-abandoned = Uppringaren lade på
call-judge = Ange utfall
call-at = När
call-who = Uppringare
call-waited = Väntan
call-talked = Samtalstid
call-outcome = Utfall
calls-title = Samtal
empty-calls = Inga samtal att visa. Samtal syns här när de har registrerats eller rapporterats av telefonväxeln.

log-call = Samtalet
log-call-lead = Samtalet började när sidan öppnades och slutar när formuläret skickas. Rätta om det inte stämmer.
log-called = per telefon
log-not-called = på annat sätt: besök, eget initiativ, ändring eller problem
label-came = Kom in

label-call = Samtal i växeln
label-call_began = Samtalet började
label-call_waited = Signaler före svar, sekunder
label-outcome = Utfall
label-call-solution = Löst enligt dokumenterad lösning
hint-call = Väljer du ett samtal gäller växelns tider.
hint-call_began = När du svarade. Om ingen svarade: när det ringde.
hint-call_waited = Lämna tomt om du inte vet.
fault-no-seconds = { $field }: ange sekunder, 0 till 3600.

nav-report-telephone = Telefon

telephone-title = Telefon, { $desk }, { $from } till { $until }
telephone-waiting = Väntan i telefon
telephone-verdict = Mål: besvarat inom { $seconds } sekunder i genomsnitt per dag. Dagar som missade målet: { $missed }.
telephone-unjudged = Inget mål är satt för hur länge uppringare får vänta.
telephone-direct-title = Direktlösning
telephone-direct-lead = Andel av besvarade samtal med dokumenterad lösning som löstes direkt, inom samtalstiden.
telephone-day = Dag
telephone-calls = Samtal
telephone-answered = Besvarade
telephone-abandoned = Uppringaren lade på
telephone-unsettled = Ej avslutade
telephone-outside = Utanför tiderna
telephone-mean = Väntan i genomsnitt
telephone-kept = Uppnått
telephone-objective = Mål
telephone-within = Samtalstid högst
telephone-direct = Lösta direkt
telephone-not-direct = Lösta senare
telephone-not_direct = Lösta senare
telephone-unknown = Slut okänt
telephone-handled = Avslutade
telephone-judged = Med dokumenterad lösning
telephone-share = Andel
telephone-wanted = Önskad
calls-of-figure = Samtal: { $figure }, { $from } till { $until }

label-channel = Kanal
label-try-channel = Sökt via
not-reached-words = Vi har ställt en fråga till dig och sökt dig flera gånger utan att få svar. Ärendet är därför avslutat hos oss. Svara på det här brevet så tar vi upp det igen.
nav-report-waiting = Väntan

waiting-title = Väntan, { $desk }, { $from } till { $until }
waiting-lead = Räknad tid mellan början och slut för tidmål som kan pausas, för tidtagningar som slutade under perioden: hur stor del som var paus, per handläggargrupp.
waiting-queues = Per handläggargrupp
waiting-cases = Ärenden
waiting-of-queue = Ärenden: { $queue }
waiting-queue = Handläggargrupp
waiting-clocks = Tidtagningar
waiting-total = Tid i allt
waiting-paused = Varav paus
waiting-share = Andel paus
telephone-chart = Väntan i genomsnitt per dag
telephone-chart-described = En punkt per dag med besvarade samtal: hur länge uppringare väntade i genomsnitt. Siffrorna står i tabellen.
telephone-chart-wanted = mål { $seconds } s
waiting-chart = Andel paus per handläggargrupp
waiting-chart-described = En stapel per handläggargrupp: hur stor del av den räknade tiden som var paus. Siffrorna står i tabellen.
