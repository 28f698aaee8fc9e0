"""The audit: who signed in, and who changed access, setup and personal data; append only [10.5]."""
