"""IEP or 504 plan: the training and workshop kit."""
