"""One module per published file format: what is handed in becomes records, or one sentence saying why not.

No file is opened here. `recognise.py` says which format a file has, by its content.
"""
