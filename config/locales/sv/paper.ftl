# Rapporter som dokument.
paper-made = Framställd { $made } ({ $zone }). Andelar är avkortade, aldrig avrundade uppåt.
paper-charts = Diagram
paper-none = Inga i perioden.
paper-more = Ytterligare { $more } rader finns i arbetsboken (XLSX) och CSV.
paper-file-csv = CSV
paper-file-xlsx = Arbetsbok (XLSX)
paper-file-pdf = PDF
paper-take = Hämta rapporten
report-chart-targets = Uppnådda och överskridna per mål
report-chart-described = En stapel per mål: först de uppnådda, sedan de överskridna. Siffrorna står i tabellen.
period-whole = Visa allt
period-file = Hämta som CSV
paper-drawn = Diagrammet visar de första { $rows } raderna. Tabellen har alla.
