//! The programs that the build needs: found where they are, or installed at pinned versions.
//!
//! A tool of the right version on PATH is used. Anything else goes below `target/tools`,
//! so nothing that belongs to the user is replaced and nothing lands in the source tree.

use std::env;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::process::{self, Outcome};
use crate::project::Project;

const TRUNK: &str = "0.21.14";
const GECKODRIVER: &str = "0.37.1";
const CARGO_FUZZ: &str = "0.13.2";
const WASM_TARGET: &str = "wasm32-unknown-unknown";

/// PATH with the folders of our own tools in front.
pub struct Tools {
    path: OsString,
}

impl Tools {
    /// What there is now, nothing installed.
    pub fn present(project: &Project) -> Self {
        Self { path: path_with(&project.tools(), env::var_os("PATH").as_deref()) }
    }

    /// What `cargo xtask build` needs.
    pub fn for_build(project: &Project) -> Outcome<Self> {
        let tools = Self::present(project);
        tools.need_wasm_target(project)?;
        tools.need_cargo_tool(project, &TRUNK_TOOL)?;
        tools.need_wasm_bindgen(project)?;
        tools.need_npm_tools(project)?;
        Ok(tools)
    }

    /// What the checks need besides, browsers apart.
    pub fn for_test(project: &Project) -> Outcome<Self> {
        let tools = Self::for_build(project)?;
        for (component, arguments) in [("rustfmt", ["fmt", "--version"]), ("clippy", ["clippy", "--version"])] {
            if process::output_of(project.cargo().args(arguments)).is_none() {
                println!("Adding {component} to the Rust toolchain …");
                let mut add = Command::new("rustup");
                process::run(
                    add.args(["component", "add", component]).current_dir(&project.root),
                    "`rustup component add`",
                )?;
            }
        }
        tools.need_cargo_tool(project, &GECKODRIVER_TOOL)?;
        Ok(tools)
    }

    /// What `cargo xtask fuzz` needs.
    pub fn for_fuzz(project: &Project) -> Outcome<Self> {
        let tools = Self::present(project);
        tools.need_cargo_tool(project, &CARGO_FUZZ_TOOL)?;
        Ok(tools)
    }

    /// A command that finds our tools, in the package's folder.
    pub fn command(&self, project: &Project, program: &str) -> Command {
        let mut command = Command::new(self.find(program).unwrap_or_else(|| program.into()));
        command.current_dir(&project.root).env("PATH", &self.path);
        command
    }

    /// `cargo` with our tools on its PATH.
    pub fn cargo(&self, project: &Project) -> Command {
        let mut command = project.cargo();
        command.env("PATH", &self.path);
        command
    }

    /// Where a program is, if anywhere.
    pub fn find(&self, program: &str) -> Option<PathBuf> {
        process::find(program, &self.path)
    }

    fn version_of(&self, program: &str) -> Option<String> {
        let text = process::output_of(Command::new(self.find(program)?).arg("--version").env("PATH", &self.path))?;
        process::version_in(&text).map(str::to_owned)
    }

    fn need_wasm_target(&self, project: &Project) -> Outcome {
        // Asked of the compiler and not of rustup: a toolchain from a distribution may have the target too.
        let mut ask = Command::new("rustc");
        ask.args(["--print", "target-libdir", "--target", WASM_TARGET]).current_dir(&project.root);
        if process::output_of(&mut ask).is_some_and(|folder| Path::new(folder.trim()).is_dir()) {
            return Ok(());
        }
        println!("Adding the target {WASM_TARGET} to the Rust toolchain (half a minute) …");
        let mut add = Command::new("rustup");
        process::run(add.args(["target", "add", WASM_TARGET]).current_dir(&project.root), "`rustup target add`")
    }

    fn need_cargo_tool(&self, project: &Project, tool: &CargoTool) -> Outcome {
        let suits = |found: &str| !tool.exact || found == tool.version;
        if tool.programs.iter().all(|program| self.version_of(program).is_some_and(|found| suits(&found))) {
            return Ok(());
        }
        let CargoTool { package, version, purpose, duration, .. } = tool;
        println!("Installing {package} {version}, {purpose}, under target/tools (once; {duration}) …");
        let scratch = project.tools().join("build");
        let mut install = project.cargo();
        install
            .args(["install", package, "--version", &format!("={version}"), "--debug", "--force", "--root"])
            .arg(project.tools().join("cargo"))
            // Without these the tools take minutes more, for nothing that anyone here would notice.
            .env("CARGO_PROFILE_DEV_DEBUG", "0")
            .env("CARGO_INCREMENTAL", "0")
            .env("CARGO_TARGET_DIR", &scratch);
        if tool.locked {
            install.arg("--locked");
        }
        process::run(&mut install, &format!("the installation of {package}"))?;
        // Gigabytes of intermediate results; failing to remove them harms nobody.
        let _ = fs::remove_dir_all(&scratch);
        match self.version_of(tool.programs[0]) {
            Some(found) if suits(&found) => Ok(()),
            _ => {
                Err(format!("{package} {version} was installed but does not start; see {}.", project.tools().display()))
            }
        }
    }

    fn need_wasm_bindgen(&self, project: &Project) -> Outcome {
        let version = project.locked_version("wasm-bindgen")?;
        self.need_cargo_tool(
            project,
            &CargoTool {
                package: "wasm-bindgen-cli",
                programs: &["wasm-bindgen", "wasm-bindgen-test-runner"],
                version: &version,
                exact: true,
                // With its lock file this one does not build.
                locked: false,
                purpose: "which joins WebAssembly and JavaScript",
                duration: "about 4 minutes on two cores",
            },
        )
    }

    /// The tools from npm. They are installed together: npm takes out what it was not asked for.
    fn need_npm_tools(&self, project: &Project) -> Outcome {
        if NPM_TOOLS.iter().all(|tool| self.version_of(tool.program).as_deref() == Some(tool.version)) {
            return Ok(());
        }
        println!(
            "Installing wasm-opt and esbuild, which make the page small, under target/tools (once; half a minute) …"
        );
        let npm = self.find("npm").ok_or("npm is missing; it comes with Node.js. Install that and try again.")?;
        let folder = project.tools().join("npm");
        fs::create_dir_all(&folder).map_err(|error| format!("{} cannot be made: {error}.", folder.display()))?;
        let mut install = Command::new(npm);
        install
            .args(["install", "--no-save", "--no-package-lock", "--no-audit", "--no-fund", "--loglevel=error"])
            .arg("--prefix")
            .arg(&folder)
            .args(NPM_TOOLS.map(|tool| tool.package))
            .current_dir(&folder)
            .env("PATH", &self.path);
        process::run(&mut install, "`npm install`")?;
        for tool in NPM_TOOLS {
            if self.version_of(tool.program).as_deref() != Some(tool.version) {
                let (package, folder) = (tool.package, folder.display());
                return Err(format!("{package} was installed but does not start; see {folder}."));
            }
        }
        Ok(())
    }
}

struct NpmTool {
    program: &'static str,
    /// As its program prints it.
    version: &'static str,
    /// As npm calls it.
    package: &'static str,
}

const NPM_TOOLS: [NpmTool; 2] = [
    NpmTool { program: "wasm-opt", version: "132", package: "binaryen@132.0.0" },
    NpmTool { program: "esbuild", version: "0.28.2", package: "esbuild@0.28.2" },
];

struct CargoTool<'a> {
    package: &'a str,
    programs: &'a [&'a str],
    version: &'a str,
    /// Whether another version than this one will do when it is there already.
    exact: bool,
    locked: bool,
    purpose: &'a str,
    duration: &'a str,
}

const TRUNK_TOOL: CargoTool<'static> = CargoTool {
    package: "trunk",
    programs: &["trunk"],
    version: TRUNK,
    exact: true,
    locked: true,
    purpose: "which builds the page",
    duration: "about 4 minutes on two cores",
};

const GECKODRIVER_TOOL: CargoTool<'static> = CargoTool {
    package: "geckodriver",
    programs: &["geckodriver"],
    version: GECKODRIVER,
    exact: false,
    locked: true,
    purpose: "which drives Firefox in the tests",
    duration: "about 2 minutes on two cores",
};

const CARGO_FUZZ_TOOL: CargoTool<'static> = CargoTool {
    package: "cargo-fuzz",
    programs: &["cargo-fuzz"],
    version: CARGO_FUZZ,
    exact: true,
    locked: true,
    purpose: "which builds the fuzz targets",
    duration: "about a minute on two cores",
};

fn path_with(tools: &Path, inherited: Option<&OsStr>) -> OsString {
    let own = [tools.join("cargo").join("bin"), tools.join("npm").join("node_modules").join(".bin")];
    let inherited = inherited.unwrap_or_default();
    // A path with the separator in it cannot be put on PATH; then only what is there already can be used.
    env::join_paths(own.into_iter().chain(env::split_paths(inherited))).unwrap_or_else(|_| inherited.to_owned())
}

/// Fetches the sources of all dependencies, since Trunk builds without the network.
pub fn fetch_dependencies(project: &Project) -> Outcome {
    let offline = |command: &mut Command| {
        command.args(["fetch", "--locked", "--offline"]).stdout(Stdio::null()).stderr(Stdio::null()).status()
    };
    if offline(&mut project.cargo()).is_ok_and(|status| status.success()) {
        return Ok(());
    }
    println!("Fetching the sources of the dependencies (once; a minute) …");
    process::run(project.cargo().args(["fetch", "--locked"]), "`cargo fetch`")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn our_tools_come_first_on_the_path() {
        let path = path_with(Path::new("tools"), Some(OsStr::new("elsewhere")));
        let folders: Vec<PathBuf> = env::split_paths(&path).collect();
        assert_eq!(folders.first(), Some(&Path::new("tools").join("cargo").join("bin")));
        assert_eq!(folders.last(), Some(&PathBuf::from("elsewhere")));
    }
}
