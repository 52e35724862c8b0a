/**
 * Optional packages (the binaries for each platform) that a package asks for and the lock file lacks.
 * npm leaves them out without a word when the registry did not have them at the time, and the lock
 * then installs on the platform it was made on only.
 * @param {{ packages: Record<string, { version?: string, optionalDependencies?: Record<string, string> }> }} lock
 * @returns {string[]} for example `next@16.4.5 lacks @next/swc-darwin-arm64`
 */
export function missingPlatformPackages({ packages }) {
  const missing = [];
  for (const [place, { version, optionalDependencies = {} }] of Object.entries(packages)) {
    const asking = place ? `${place.replace(/^.*node_modules\//, "")}@${version}` : "package.json";
    for (const wanted of Object.keys(optionalDependencies)) {
      if (!foldersAbove(place).some((folder) => packages[`${folder}node_modules/${wanted}`])) {
        missing.push(`${asking} lacks ${wanted}`);
      }
    }
  }
  return missing;
}

/** The package's own folder and those that hold it, in the order in which Node looks. */
function foldersAbove(place) {
  const folders = [];
  for (let at = place; at; at = at.slice(0, Math.max(0, at.lastIndexOf("node_modules/") - 1)))
    folders.push(`${at}/`);
  return [...folders, ""];
}
