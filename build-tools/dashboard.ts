/** Draws docs/pictures/dashboard.svg from the body of a dashboard as it is synthesized. */
import { writeFileSync } from 'fs';
import { join } from 'path';
import { Template } from 'aws-cdk-lib/assertions';
import { pictureOf } from './dashboard-picture';
import { bodyOf, dashboardStack } from '../test/watch/dashboard-app';

writeFileSync(join(__dirname, '../docs/pictures/dashboard.svg'), pictureOf(bodyOf(Template.fromStack(dashboardStack(3)).toJSON())));
