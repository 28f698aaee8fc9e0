"""What happened between us and a contact: the log, its templates, attachments, e-mails on their
way.
"""
