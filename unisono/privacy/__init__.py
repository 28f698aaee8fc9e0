"""Personal data of a person: everything that is stored, handed over or erased [10.2]."""
