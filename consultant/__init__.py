"""A consult desk that answers medical-coding questions by email.

Read `consult.py` first: the five steps of one email on one page. `docs/flow.md` is the map.
"""
