/** What the processes of `npm run --prefix workshop drivers` print as JSON. */

/** Kernels and runs through a driver, compared with the processor. */
export interface ValuesReport {
	readonly name: string;
	/** What was compared. */
	readonly facts: string;
	readonly failed: readonly string[];
}

/** The shaders that a compiler was given. */
export interface CompilerReport {
	readonly name: string;
	readonly checked: number;
	readonly failed: readonly Rejected[];
}

export interface Rejected {
	/** Of the shader. */
	readonly key: string;
	readonly error: string;
}

/** One check in the report of the command. */
export interface DriverCheck {
	readonly id: string;
	readonly seconds: number;
	/** The number of things checked, and the version of the checker. */
	readonly facts: string;
	/** Descriptions of what is wrong. */
	readonly failed: readonly string[];
}
