/** The rows that the examples of the document speak of. Tests make them under these very ids. */
export const EXAMPLE = {
  funnelId: "0b9f5a86-5c0e-4f39-8f3c-0b7a6c8a6f10",
  versionId: "5d2c1f60-7b1e-4c54-9a0e-3f8f7f1f2a11",
  contactId: "8f14e45f-ceea-4b7a-9c3d-2e1f0a5b6c12",
  enrollmentId: "c9f0f895-fb98-4b91-8d3f-1f5e2a7c8d13",
  messageId: "45c48cce-2e2d-4bbd-b5a1-6e0f9d3c4e14",
  email: "ada@example.org",
} as const;
