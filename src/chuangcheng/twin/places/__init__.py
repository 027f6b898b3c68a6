"""The made-up places that assessors may walk into: where each kind lies, its name, who answers for it."""
