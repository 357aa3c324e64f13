//! Writing a model and reading it again.

use trefoil::domain::Tables;
use trefoil::io::{LoadOptions, Loaded, load, model_files, shipped_models, write};

use super::folder::{Folder, files_of, read_file};

fn again(tables: &Tables) -> Loaded {
    let folder = tempfile::tempdir().unwrap();
    let model = folder.path().join("written");
    write::folder(&model, &model_files(tables)).unwrap();
    load(&model.to_string_lossy(), &LoadOptions::default())
        .unwrap_or_else(|findings| panic!("{findings}"))
}

/// A model that fills every column that this version serves.
pub fn rich() -> Folder {
    Folder::minimal()
        .put(
            "model.toml",
            "name = \"Rich \\\"model\\\" — ünïcode\"\ndescription = \"\"\"two\nlines\"\"\"\n[value]\nper = \"person\"\nloss_slope = 1.5\n\
             discount = 1\n[policy]\nchords = 0x10\n[evidence.levels.3]\nsd = 1e-2\n[evidence.multipliers]\nsmall = { mean = 0.4 }\n",
        )
        .put(
            "indicators.csv",
            "id,goal,outcome,name,unit,direction,grade,sd,weight,ceiling,source,note,basis\n\
             reading,g,o,\"Reading, \"\"well\"\"\",percent,increase,3,,2,95.5,\"a;b\",\"two\nlines\",published\n\
             score,g,o,Score,score,decrease,,12.5,1e-7,,,,\n\
             absences,g,o,Absences,count,decrease,,,0,0,,,local\n",
        )
        .append("baselines.csv", "score,westside,all,100,200,150,,")
        .append("baselines.csv", "absences,westside,girls,100,900,,,")
        .append("groups.csv", "girls,Girls,sex,true")
        .put("places.csv", "id,name,fidelity\nwestside,Westside,0.333333333333333314829616256247\n")
        .put(
            "practices.csv",
            "id,name,grades,response,response_last,fade\nafterschool,A,-1..3,linear,,\nbooks,B,3,exponential,0.1,0.25\n\
             tutoring,T,0..3,table,,\n",
        )
        .put(
            "responses.csv",
            "practice,place,participants,effective_participants\ntutoring,,0.1,0.1\ntutoring,,50,40\ntutoring,westside,10,10\n\
             tutoring,westside,20,15\n",
        )
        .put(
            "activities.csv",
            "practice,place,capacity,participants_today,protected\nafterschool,westside,,200,true\nbooks,westside,1,,false\n\
             tutoring,westside,,,\n",
        )
        .put("serves.csv", "practice,place,indicator,group,share,years_later\nbooks,westside,reading,girls,0.5,2\nbooks,,,girls,1,\n")
        .put(
            "evidence.csv",
            "study,practice,indicator,place,group,effect,effect_unit,standard_error,baseline,years_after,follow_up_years,\
             follow_up_effect,scheme,rating,design,independent,sample,real_world\n\
             s-1,books,reading,westside,girls,-0.05,share,0.01,40,0.5,3,-0.01,wwc,strong,randomized,true,250,false\n\
             s-2,tutoring,score,,,-0.3,sd,,,,,,,,quasi_experimental,false,,\n\
             s-3,tutoring,absences,,,-2,points,0,,,,,,,correlational,,,true\n",
        )
        .put("restrictions.csv", "pool,practice,place\ngrant,afterschool,\ngrant,tutoring,westside\ngrant,,westside\n")
        .put(
            "rules.csv",
            "id,kind,indicator,practices,places,groups,partners,measure,limit\nr-1,fund,,books;tutoring,westside,,,,\n\
             r-2,fund,,books,,,,,0.5\nr-3,exclude,,afterschool,,,,,\nr-4,floor,reading,,westside,all,,,-0.5\n\
             r-5,floor,,,,,,,0\nr-6,at_least,,,,,city,money,1000\nr-7,at_most,,tutoring,,,,participants,70\n",
        )
        .put(
            "ranges.csv",
            "path,low,high,distribution,source,note,basis\n\"needs[tutoring,hours].per_participant\",15,30,triangular,s,n,local\n\
             pools[grant].amount,9e4,130000,,,,\n\"baselines[reading,westside,all].target\",55,70,logit,,,\n\
             \"responses[tutoring,,50].effective_participants\",30,45,normal,,,\nrules[r-7].limit,60,90,uniform,,,\n\
             \"evidence[s-3,tutoring,absences,,,].effect\",-3,-1,,,,\nevidence.multipliers.small.mean,0.3,0.6,lognormal,,,\n",
        )
        .replace("pools.csv", "recurring,basis\n", "recurring,max_moved,basis\n")
        .replace("pools.csv", "100000,true,", "100000,true,0.25,")
        .replace("pools.csv", "1000,true,", "1000,false,,")
        .replace("allocations.csv", "amount,basis\n", "amount,locked\n")
        .replace("allocations.csv", "80000,illustrative", "80000,true")
        .replace("allocations.csv", "20000,illustrative", "20000,")
        .replace("allocations.csv", "800,illustrative", "800,false")
        .replace("resources.csv", "name\n", "name,switching\n")
        .replace("resources.csv", "Money", "Money,0.05")
        .replace("resources.csv", "Volunteer hours", "Volunteer hours,")
        .replace("needs.csv", "per_participant,basis\n", "per_participant,price_year\n")
        .replace("needs.csv", "400,illustrative", "400,2022")
        .replace("needs.csv", "100,illustrative", "100,")
        .replace("needs.csv", "500,illustrative", "500,2022.0")
        .replace("needs.csv", "20,illustrative", "20,")
}

#[test]
fn what_is_written_reads_back_as_the_same_model() {
    let folder = rich();
    let loaded = folder
        .load()
        .unwrap_or_else(|findings| panic!("{findings}"));
    let back = again(loaded.model.tables());
    assert_eq!(back.model, loaded.model);
    assert_eq!(back.input_hash, loaded.input_hash);
    assert_eq!(
        model_files(back.model.tables()),
        model_files(loaded.model.tables())
    );
}

#[test]
fn shipped_models_read_back_as_the_same() {
    for model in shipped_models() {
        let loaded = load(&model.name, &LoadOptions::default()).unwrap();
        let back = again(loaded.model.tables());
        assert_eq!(back.input_hash, loaded.input_hash, "{}", model.name);
    }
}

#[test]
fn a_written_model_is_readable_by_people() {
    let loaded = Folder::minimal().load().unwrap();
    let files = model_files(loaded.model.tables());
    let text = |wanted: &str| {
        let (_, bytes) = files.iter().find(|(name, _)| name == wanted).unwrap();
        String::from_utf8(bytes.clone()).unwrap()
    };
    insta::assert_snapshot!(text("pools.csv"), @r"
    id,partner,resource,amount,recurring,basis
    grant,city,money,100000,true,illustrative
    volunteers,neighbors,hours,1000,true,illustrative
    ");
    insta::assert_snapshot!(text("model.toml"));
}

#[test]
fn a_folder_is_written_whole_and_can_be_written_again() {
    let root = tempfile::tempdir().unwrap();
    let folder = root.path().join("a").join("b");
    write::folder(
        &folder,
        &[
            ("x.csv".to_owned(), b"1".to_vec()),
            ("y.txt".to_owned(), b"2".to_vec()),
        ],
    )
    .unwrap();
    write::folder(&folder, &[("x.csv".to_owned(), b"3".to_vec())]).unwrap();
    write::file(&folder.join("z"), b"4").unwrap();
    let files = files_of(&folder);
    let names: Vec<&str> = files.keys().map(String::as_str).collect();
    assert_eq!(
        names,
        ["x.csv", "y.txt", "z"],
        "no temporary file stays behind"
    );
    assert_eq!(read_file(&folder.join("x.csv")), b"3");
}
