import { awscdk, github } from 'projen';

const IMAGE = 'ghcr.io/cdk-kafka-privatelink/cdk-kafka-privatelink';

/** A job of the release workflow that builds the Dockerfile for two kinds of processors and publishes it, beside the packages and under the same condition. */
export function container(project: awscdk.AwsCdkConstructLibrary): void {
  project.release!.addJobs({
    release_container: {
      name: 'Publish the container',
      needs: ['release'],
      runsOn: ['ubuntu-latest'],
      permissions: { contents: github.workflows.JobPermission.READ, packages: github.workflows.JobPermission.WRITE },
      if: "needs.release.outputs.tag_exists != 'true' && needs.release.outputs.latest_commit == github.sha",
      steps: [
        github.WorkflowSteps.checkout(),
        github.WorkflowSteps.downloadArtifact({ with: { name: 'build-artifact', path: 'dist' } }),
        { uses: 'docker/setup-qemu-action@v4.2.0' },
        { uses: 'docker/setup-buildx-action@v4.2.0' },
        {
          name: 'Log in',
          run: 'echo "$TOKEN" | docker login ghcr.io --username "$GITHUB_ACTOR" --password-stdin',
          env: { TOKEN: '${{ secrets.GITHUB_TOKEN }}' },
        },
        {
          name: 'Build and publish',
          run: `docker buildx build --platform linux/amd64,linux/arm64 --tag "${IMAGE}:$(cat dist/version.txt)" --tag ${IMAGE}:latest "--output=type=image,push=$PUSH" .`,
          env: { PUSH: "${{ inputs.dry_run && 'false' || 'true' }}" },
        },
      ],
    },
  });
}
