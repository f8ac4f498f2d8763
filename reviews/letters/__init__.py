"""Letters of a case, set in type as PDF: official documents, therefore in Chinese."""
