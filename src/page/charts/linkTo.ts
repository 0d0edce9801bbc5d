/** An experiment's address on this page. */
import type { Experiment } from '#lab/run/experiment.ts';
import { pageAddress } from '#page/components/download.ts';
import type { LabClient } from '#lab/worker/client.ts';

export async function linkTo(
	client: Pick<LabClient, 'link.encode'>,
	experiment: Experiment,
): Promise<string> {
	const fragment = await client['link.encode']({ experiment });
	return `${pageAddress()}#${fragment.replace(/^#/, '')}`;
}
