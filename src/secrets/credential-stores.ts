/** A tool that saves a secret it is given in a file of its own. Sources: each tool's manual. */
export interface CredentialStore {
  readonly commands: ReadonlySet<string>;
  /** Words that the command has when it saves, in any place. */
  readonly saves: readonly string[];
  /** Where, from the home with `~`, from the working directory otherwise. */
  readonly path: string;
  /** Options that choose another place, with the place; `--name=value` also where the value is a word of its own. */
  readonly places: ReadonlyMap<string, string>;
  /** Options whose value is the file. */
  readonly fileOptions: readonly string[];
  /** Words, each group on its own enough, by which the same tool takes it out again. */
  readonly undoes: readonly (readonly string[])[];
  /** Whether it saves what is in a file that it is pointed to. */
  readonly readsFiles: boolean;
}

/** Columns: commands; saving words; path; places by option, `*` for its value; words that undo; `reads` files it is pointed to. */
export const CREDENTIAL_STORES: readonly CredentialStore[] = `
  npm pnpm | config set | ~/.npmrc | --location=project .npmrc, -L=project .npmrc, --global /usr/local/etc/npmrc, -g /usr/local/etc/npmrc, --userconfig * | config delete, config rm, config unset, logout
  npm pnpm | set | ~/.npmrc | | config delete, config rm, logout
  yarn | config set | .yarnrc.yml | -H ~/.yarnrc.yml, --home ~/.yarnrc.yml | config unset, config delete
  pip pip3 | config set | ~/.config/pip/pip.conf | --global /etc/pip.conf | config unset
  poetry | config | ~/.config/pypoetry/auth.toml | | config --unset
  composer | config | auth.json | -g ~/.composer/auth.json, --global ~/.composer/auth.json | config --unset
  bundle bundler | config | ~/.bundle/config | --local .bundle/config | config unset, config --delete
  aws | configure | ~/.aws/credentials | |
  docker nerdctl crane oras | login | ~/.docker/config.json | | logout
  podman buildah skopeo | login | ~/.config/containers/auth.json | --authfile * | logout
  helm | registry login | ~/.config/helm/registry/config.json | --registry-config * | registry logout
  helm | repo add | ~/.config/helm/repositories.yaml | --repository-config * | repo remove
  gcloud | auth activate-service-account | ~/.config/gcloud | | auth revoke | reads
  gcloud | auth login | ~/.config/gcloud | | auth revoke | reads
  gh | auth login | ~/.config/gh/hosts.yml | | auth logout
  glab | auth login | ~/.config/glab-cli/config.yml | | auth logout
  az | login | ~/.azure | | logout, account clear
  huggingface-cli hf | login | ~/.cache/huggingface/token | | logout
  wandb | login | ~/.netrc | |
  cargo | login | ~/.cargo/credentials.toml | | logout
  dotnet | nuget add source | ~/.nuget/NuGet/NuGet.Config | --configfile * | nuget remove source
  dotnet | nuget update source | ~/.nuget/NuGet/NuGet.Config | --configfile * | nuget remove source
  nuget | sources | ~/.nuget/NuGet/NuGet.Config | -configfile *, -ConfigFile * | sources remove
  nuget | setapikey | ~/.nuget/NuGet/NuGet.Config | |
  conda mamba micromamba | config | ~/.condarc | --system /opt/conda/.condarc | config --remove, config --remove-key
  go | env -w | ~/.config/go/env | | env -u
  vault | login | ~/.vault-token | |
  mc mcli | alias set | ~/.mc/config.json | | alias remove, alias rm
  kubectl | config set-credentials | ~/.kube/config | --kubeconfig * | config unset, config delete-user
  oc argocd | login | ~/.kube/config | | logout
  snyk | auth | ~/.config/configstore/snyk.json | | config unset, config clear
  snyk | config set | ~/.config/configstore/snyk.json | | config unset, config clear
  rclone | config create | ~/.config/rclone/rclone.conf | --config * | config delete
  gpg gpg2 | --import | ~/.gnupg | --homedir * | --delete-secret-keys, --delete-secret-key, --delete-secret-and-public-key | reads
  git | config | .git/config | --global ~/.gitconfig, --system /etc/gitconfig, -f *, --file * | config --unset, config --unset-all, config --remove-section, config unset
  git | remote add | .git/config | | remote remove, remote rm, remote set-url
  git | remote set-url | .git/config | | remote remove, remote rm
  git | submodule add | .git/config | | submodule deinit
`
  .trim()
  .split("\n")
  .map(readRow);

function readRow(row: string): CredentialStore {
  const [commands = "", saves = "", path = "", placed = "", undone = "", reads] = row
    .split("|")
    .map((cell) => cell.trim());
  const places = listed(placed).map((each) => each.split(" ") as [string, string]);
  return {
    commands: new Set(commands.split(" ")),
    saves: saves.split(" "),
    path,
    places: new Map(places.filter(([, place]) => place !== "*")),
    fileOptions: places.flatMap(([option, place]) => (place === "*" ? option : [])),
    undoes: listed(undone).map((each) => each.split(" ")),
    readsFiles: reads === "reads",
  };
}

function listed(cell: string): string[] {
  return cell === "" ? [] : cell.split(",").map((each) => each.trim());
}
