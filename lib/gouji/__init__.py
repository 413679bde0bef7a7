"""gouji (勾稽): read, state and reconcile Chinese government budgets and final accounts."""

__version__ = "0.1.0"
