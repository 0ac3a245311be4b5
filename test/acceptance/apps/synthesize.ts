/** A program that stands beside another release of the library: run/earlier.ts. It synthesizes the app that the file in its argument names. */
import { readFileSync } from 'fs';
import { App } from 'aws-cdk-lib';
import { UPDATED } from './updated';

const { place, variant, outdir } = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const app = new App({ outdir });
UPDATED[place.group](app, place, variant);
app.synth();
