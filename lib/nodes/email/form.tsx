"use client";

export function EmailForm() {
  return null;
}
