import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { AcceptanceStack } from './place';

/** Answers each line with "I am <id>", for as long as the connection lives. Everything that it needs is in the image. */
export const lineServer = (id: number, port: number): string => `
import socketserver
class Line(socketserver.StreamRequestHandler):
    def handle(self):
        for _ in self.rfile:
            self.wfile.write(b'I am ${id}\\n')
class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
Server(('', ${port}), Line).serve_forever()`;

/** A machine in place of a broker: what is asked is the network's affair, and the smallest machine answers that. */
export function serverOf(stack: AcceptanceStack, id: number, port: number, vpc: ec2.IVpc, securityGroup: ec2.ISecurityGroup): ec2.Instance {
  const userData = ec2.UserData.forLinux();
  userData.addCommands(`cat > /run/answer.py <<'END'${lineServer(id, port)}\nEND`, 'systemd-run --property=Restart=always python3 /run/answer.py');
  return new ec2.Instance(stack, `Server${id}`, {
    vpc,
    securityGroup,
    vpcSubnets: { availabilityZones: [vpc.availabilityZones[id]] },
    instanceType: ec2.InstanceType.of(ec2.InstanceClass.T4G, ec2.InstanceSize.NANO),
    machineImage: ec2.MachineImage.latestAmazonLinux2023({ cpuType: ec2.AmazonLinuxCpuType.ARM_64 }),
    userData,
    requireImdsv2: true,
    userDataCausesReplacement: true,
  });
}
