// Submits a job, waits for its end, and shows what it left. Arguments: the node's address and a directory.
import { Configuration, JobsApi, JobState, OutputApi, Priority, ResponseError, type Submission } from './millrace/index.js';

declare const process: { argv: string[] };

const node = new Configuration({ basePath: process.argv[2] });
const jobs = new JobsApi(node);
const output = new OutputApi(node);

const submission: Submission = {
  tool: 'build-graph',
  parameters: { root: process.argv[3] },
  priority: Priority.High,
  labels: { client: 'typescript' },
};
const submitted = await jobs.submitJob({ submission });
const ended = await jobs.getJob({ id: submitted.id, wait: '60s' });
console.log(`state ${ended.state}, attempts ${ended.attempts.length}`);

const log = await output.getLogs({ id: ended.id });
console.log(`log ${log.items.at(-1)?.text}`);
const result = await output.getResult({ id: ended.id });
console.log(`pages ${result.pages}`);
for (const artifact of (await output.listArtifacts({ id: ended.id })).items) {
  const file = await output.getArtifact({ id: ended.id, name: artifact.name });
  console.log(`artifact ${artifact.name}, ${file.size === artifact.bytes ? 'whole' : 'cut'}`);
}

const page = await jobs.listJobs({
  state: [JobState.Succeeded], tool: 'build-graph', label: ['client:typescript'], limit: 1,
});
console.log(`listed ${page.items[0].id === ended.id}`);
const bulk = await jobs.submitJobs({ submission: [submission, submission] });
console.log(`accepted ${bulk.accepted}`);
try {
  await jobs.submitJob({ submission: { tool: 'build-graph' } });
} catch (refused) {
  console.log(`refused ${refused instanceof ResponseError ? refused.response.status : refused}`);
}
