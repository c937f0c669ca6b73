"""The records and their data: what there is, who owns it, who may what."""
