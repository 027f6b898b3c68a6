"""Everything that changes accounts: opening them, keeping them safe, giving out duties."""
