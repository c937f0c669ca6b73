{#
    Return a string with the safe parts of its Jinja rendered: expressions that depend only on the target, vars and
    environment variables are rendered, branches that are not taken are dropped, and anything else becomes a placeholder
    that names no relation. Nothing is executed, because rendering a hook may change the warehouse. Pure.
#}
{% macro prerender_sql(raw) %}
    {%- if "{" not in raw -%} {%- do return(raw) -%} {%- endif -%}
    {%- set known, sql = {}, [] -%}
    {%- set at = namespace(prefix="", branches=[]) -%}
    {%- for piece in modules.re.findall("\\{#.*?#\\}|\\{%.*?%\\}|\\{\\{.*?\\}\\}|[^{]+|\\{", raw, modules.re.S) -%}
        {%- if piece[:2] == "{%" -%} {%- do dbt_wap._read_tag(piece[2:-2].strip("-+ \t\r\n"), known, at) -%}
        {%- elif piece[:2] == "{#" or at.branches | selectattr("skipped") | list -%}
        {%- elif piece[:2] == "{{" -%}
            {%- set value = piece[2:-2].strip("-+ \t\r\n") -%}
            {%- do sql.append(
                render(at.prefix ~ "{{ " ~ value ~ " }}") if dbt_wap._is_known(value, known, at) else "__wap_unknown__"
            ) -%}
        {%- else -%} {%- do sql.append(piece) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do return(sql | join("")) -%}
{% endmacro %}

{# Apply a tag to what is known and to the open branches. A branch whose condition is unknown counts as taken. #}
{% macro _read_tag(tag, known, at) %}
    {%- set word = tag.split()[0] if tag.split() else "" -%}
    {%- set rest = tag[word | length :] -%}
    {%- if word == "if" -%} {%- do at.branches.append(dbt_wap._judged(rest, known, at)) -%}
    {%- elif word in ["elif", "else"] and at.branches -%}
        {%- set branch = at.branches[-1] -%}
        {%- if branch["known"] and branch["taken"] -%} {%- do branch.update({"skipped": true}) -%}
        {%- elif word == "elif" -%} {%- do branch.update(dbt_wap._judged(rest, known, at)) -%}
        {%- else -%} {%- do branch.update({"skipped": false}) -%}
        {%- endif -%}
    {%- elif word == "endif" and at.branches -%} {%- set at.branches = at.branches[:-1] -%}
    {%- elif word == "set" and "=" in rest and not at.branches | selectattr("skipped") | list -%}
        {%- set name, value = rest.split("=", 1) -%}
        {%- if dbt_wap._is_known(value, known, at) -%}
            {%- do known.update({name | trim: true}) -%}
            {%- set at.prefix = at.prefix ~ "{% set " ~ name | trim ~ " = " ~ value ~ " %}" -%}
        {%- else -%} {%- do known.pop(name | trim, none) -%}
        {%- endif -%}
    {%- endif -%}
{% endmacro %}

{% macro _judged(condition, known, at) %}
    {%- if not dbt_wap._is_known(condition, known, at) -%}
        {%- do return({"known": false, "taken": false, "skipped": false}) -%}
    {%- endif -%}
    {%- set taken = render(at.prefix ~ "{% if " ~ condition ~ " %}yes{% endif %}") == "yes" -%}
    {%- do return({"known": true, "taken": taken, "skipped": not taken}) -%}
{% endmacro %}

{#
    Return true if an expression depends only on the target, vars and environment variables. The latter two count only
    outside branches with an unknown condition: dbt might not render those, and an unset variable is an error.
#}
{% macro _is_known(value, known, at) %}
    {%- set without_texts = modules.re.sub("'[^'\\\\]*'|\"[^\"\\\\]*\"", "", value) -%}
    {%- if not value | trim or modules.re.search("[\\\\'\"{}%]", without_texts) -%}
        {%- do return(false) -%}
    {%- endif -%}
    {%- set sure = not at.branches | rejectattr("known") | list -%}
    {%- set open = ["dbt_wap.is_audit", "and", "or", "not", "in", "true", "false", "none", "True", "False", "None"] -%}
    {%- set open = open + ["lower", "upper", "trim", "project_name", "if", "else", "target"] -%}
    {%- set open = open + (["var", "env_var"] if sure else []) -%}
    {%- for word in modules.re.findall("[A-Za-z_][\\w.]*", without_texts) -%}
        {%- if word not in open and word not in known and not modules.re.fullmatch("target\\.\\w+", word) -%}
            {%- do return(false) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do return(true) -%}
{% endmacro %}
