/** ARIA snapshots of the main screens, and reduced motion. */
import { expect, test } from '@playwright/test';
import { bar, openExperiment } from './lab.ts';

test(
	'the main screens have these landmarks, headings and controls',
	{ tag: '@long' },
	async ({ page }) => {
		await openExperiment(page);
		await expect(page.getByRole('banner')).toMatchAriaSnapshot(`
		- banner:
		  - heading "Skillet" [level=1]
		  - button "Two skills"
		  - button "Share"
		  - button "Present"
		  - button "Tables"
		  - button "Keys and terms": "?"
		  - button "Dark page": "◐"
		  - group "Depth of the page":
		    - radio "Simple"
		    - radio "Lab" [checked]
		  - button "English"
	`);
		await expect(page.getByRole('navigation')).toMatchAriaSnapshot(`
		- navigation "Places":
		  - group "Try":
		    - button "Workbench" [pressed]
		    - button "Lessons"
		    - button "Class"
		  - group "Results":
		    - button "Race"
		    - button "Runs"
		    - button "Studies"
		    - button "Questions"
		  - group "Material":
		    - button "Data"
		    - button "Models"
		    - button "Settings"
	`);
		await expect(bar(page)).toMatchAriaSnapshot(`
		- region "Run":
		  - button "▶ Train"
		  - group "Speed":
		    - radio "1×"
		    - radio "10×"
		    - radio "full"
		  - group "Policy":
		    - button "Fixed shares"
		    - button "Equal shares" [pressed]
		    - button "Follows what is hard"
		    - button "Serves one skill"
		    - button "Chooses examples"
		  - button "More controls"
		  - region "What happens":
		    - progressbar "Progress of the run"
	`);
		await expect(page.getByRole('main')).toMatchAriaSnapshot(`
		- main "Skillet":
		  - complementary "Beside the drawing":
		    - tablist "Tabs":
		      - tab "Mix" [selected]
		      - tab "Why"
		      - tab "Ask"
		    - tabpanel "Mix":
		      - region "Mix":
		        - combobox /^All policies/
		  - region "Skills":
		    - heading "Skills" [level=2]
		    - table "Skills":
		      - row /^Skill data left share of each batch/
		      - row:
		        - rowheader
		        - cell
		        - cell:
		          - slider /^Share of/
	`);
		const screens = {
			Race: `
			- main "Race":
			  - heading "Race" [level=2]
			  - group "Race controls":
			    - button "▶ Start"
			    - button "Reset" [disabled]
			    - button "Copy link"
			    - progressbar "Progress of the race"
			  - region "Lanes":
			    - list
		`,
			Lessons: `
			- main "Lessons":
			  - heading "Lessons" [level=2]
			  - list:
			    - listitem:
			      - link /^What is a mix. 3 min/
		`,
			Runs: `
			- main "Runs":
			  - heading "Runs" [level=2]
			  - paragraph: /^No run is stored yet/
			  - button "▶ Train"
			  - button "Import a run…"
		`,
			Studies: `
			- main "Studies":
			  - region "Studies":
			    - heading "Studies" [level=2]
			    - region "Published studies":
			      - heading "Published studies" [level=3]
		`,
			Questions: `
			- main "Questions":
			  - region "Question set":
			    - heading "Question set" [level=2]
			    - combobox /^Question set/
			  - region "Answers":
			    - heading "Answers" [level=2]
			    - button "Answer now"
			  - region "Marks":
			    - heading "Marks" [level=2]
		`,
		};
		for (const [name, snapshot] of Object.entries(screens)) {
			await page.getByRole('navigation').getByRole('button', { name, exact: true }).click();
			await expect(page.getByRole('main', { name, exact: true })).toMatchAriaSnapshot(snapshot);
		}
	},
);

for (const [reducedMotion, seconds] of [
	['reduce', 1e-5],
	['no-preference', 9],
] as const)
	test(`motion: ${reducedMotion}`, { tag: '@long' }, async ({ page }) => {
		await page.emulateMedia({ reducedMotion });
		await openExperiment(page);
		const shown = await page.evaluate(() => {
			const { style } = document.body;
			style.animation = 'moving 9s infinite';
			style.transition = 'opacity 9s';
			const { animationDuration, transitionDuration } = getComputedStyle(document.body);
			return [animationDuration, transitionDuration].map(parseFloat);
		});
		expect(shown).toEqual([seconds, seconds]);
	});
