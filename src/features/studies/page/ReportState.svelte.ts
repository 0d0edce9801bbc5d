/** The open study’s report. The worker makes one at a time, and slow reports less often. */
import type { LabClient } from '#lab/worker/client.ts';
import type { GroupBy } from '../model/groups.ts';
import type { StudyReport } from '../model/reportTypes.ts';

/** The pause before the next report, as a multiple of the last report's time. */
const pauseFactor = 4;

export class ReportState {
	readonly #client: Pick<LabClient, 'study.report'>;
	#studyId: string | null = null;
	#value: StudyReport | null = $state.raw(null);
	#groupBy: GroupBy | undefined = $state.raw(undefined);
	#isReading = false;
	#isStale = false;
	#isPlanned = false;
	#lastMilliseconds = 0;

	constructor(client: Pick<LabClient, 'study.report'>) {
		this.#client = client;
	}

	/** null until the first report of the study. */
	get value() {
		return this.#value;
	}
	/** undefined: all factors but the seed. */
	get groupBy() {
		return this.#groupBy;
	}

	/** Forgets the report; `read` reads that of this study. */
	reset(studyId: string | null): void {
		this.#studyId = studyId;
		this.#value = null;
		this.#groupBy = undefined;
	}

	group(groupBy: GroupBy | undefined): Promise<void> {
		this.#groupBy = groupBy;
		return this.read();
	}

	/** All calls during a reading cause one more reading after it. */
	async read(): Promise<void> {
		this.#isStale = true;
		if (this.#isReading) return;
		this.#isReading = true;
		try {
			while (this.#isStale && this.#studyId !== null) {
				this.#isStale = false;
				const studyId = this.#studyId;
				const groupBy = this.#groupBy;
				const start = performance.now();
				const request = { studyId, ...(groupBy && { groupBy }) };
				const report = await this.#client['study.report'](request);
				this.#lastMilliseconds = performance.now() - start;
				if (this.#studyId === studyId) this.#value = report;
				else this.#isStale = true;
			}
		} finally {
			this.#isReading = false;
		}
	}

	/** Runs `read` after a pause: the worker does not train while it makes a report. */
	plan(read: () => void): void {
		if (this.#isPlanned) return;
		this.#isPlanned = true;
		setTimeout(() => {
			this.#isPlanned = false;
			read();
		}, pauseFactor * this.#lastMilliseconds);
	}
}
