"""Lists that come in as a file: from bytes to rows of texts. Pure, and of no noun of the village.

Whatever is in a file, reading it ends in rows or in `limits.Unreadable`, whose text is for the
person who sent it. What opens workbooks is large and stands apart in `workbook`; what can be seen
at once stands in `limits`.
"""
