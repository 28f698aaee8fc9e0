"""What contacts, customers, vendors and bank accounts share."""
