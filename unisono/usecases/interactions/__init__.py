"""What happens with a contact is logged, by itself and by hand."""
