"""The filters of the lists of people and of visits."""
