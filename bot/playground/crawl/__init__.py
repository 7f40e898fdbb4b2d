"""A stand-in for Common Crawl's data server: a release generator and a server with faults.

Imports nothing of the bot, so that it tests the bot's readers as a stranger would.
"""
