"""Who runs this portal: the names of the village and its neighbourhood watch.

`here()` gives them in running code, `here_text()` in texts that are made once (labels, choices).
Nothing else in the code may name a village: a test looks for it.
"""
