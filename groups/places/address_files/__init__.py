"""Files with official addresses, as the BAG gives them: from bytes to addresses. Pure.

Whatever is in a file, reading it (`table.read_file`) ends in rows with their problems or in
`Unreadable`, whose text is for the person who sent the file. Only the worker reads: what can be
seen at once stands in `limits`, so that the web server need not hold what opens workbooks.
"""
