/** Characters a password may have. */
export const passwordLength = { least: 10, most: 128 };
