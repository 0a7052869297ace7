"""The forms of visits: the plan, the steps, the result."""
