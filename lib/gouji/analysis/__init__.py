"""What the notebooks ask of the ledger and the findings. Tables in, tables out; nothing is read, written or drawn.

``published`` forms × documents · ``closure`` outcomes by form, residuals · ``performance`` self-evaluations ·
``comparison`` composition, budget and final · ``disclosure`` the two indices.
"""
