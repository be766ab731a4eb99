"""Messages on telephones (Web Push): a device that somebody switched on, a message as a row beside
the mail that says the same, and the worker that sends it. A message holds no word about a resident.
"""
