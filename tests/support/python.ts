/** A Python with packages, for checks against other projects. */
import { execFileSync } from 'node:child_process';

/** SKILLET_PYTHON if it has the packages. undefined: its tests are skipped. */
export function pythonWith(...packages: readonly string[]): string | undefined {
	const python = process.env['SKILLET_PYTHON'];
	if (!python) return undefined;
	const has = `import importlib.util as u, sys; sys.exit(not all(map(u.find_spec, sys.argv[1:])))`;
	try {
		execFileSync(python, ['-c', has, ...packages]);
		return python;
	} catch {
		return undefined;
	}
}
