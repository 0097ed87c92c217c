# Reports as documents.
paper-made = Made { $made } ({ $zone }). Shares are cut, never rounded up.
paper-charts = Charts
paper-none = None in the period.
paper-more = { $more } more rows are in the workbook (XLSX) and CSV.
paper-file-csv = CSV
paper-file-xlsx = Workbook (XLSX)
paper-file-pdf = PDF
paper-take = Take the report with you
report-chart-targets = Met and missed per target
report-chart-described = One bar per target: first the met, then the missed. The figures are in the table.
period-whole = Show everything
period-file = Take as CSV
paper-drawn = The chart shows the first { $rows } rows. The table has them all.
