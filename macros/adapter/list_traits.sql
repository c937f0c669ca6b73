{#
    List the properties of tables in the schemas other than columns and rows: [{database, schema, relation, trait:
    constraint|default|collation|option, column_name, text}]. column_name: none unless the trait belongs to one column;
    text: equal for equal traits, whatever the constraint is called. Reads only.
#}
{% macro list_traits(places) %}
    {%- do return(adapter.dispatch("list_traits", "dbt_wap")(places=places)) -%}
{% endmacro %}

{% macro default__list_traits(places) %} {%- do dbt_wap.unsupported("list_traits") -%} {% endmacro %}

{# Atomic: yes, one query of the catalog. #}
{% macro duckdb__list_traits(places) %}
    {%- set found = [] -%}
    {%- for row in dbt_wap.read_relations(places, ["traits"]) -%}
        {%- for trait in row["traits"] -%}
            {%- do found.append(dict(trait, database=row["database"], schema=row["schema"], relation=row["name"])) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- do return(found) -%}
{% endmacro %}

{#
    Only SHOW lists the columns of a key, so run it where there are keys. Atomic: yes, three queries per database, and
    SHOW.
#}
{% macro snowflake__list_traits(places) %}
    {%- set found = dbt_wap._snowflake_column_traits(places) -%}
    {%- for row in dbt_wap._snowflake_catalog(places, "tables") if row["type"] != "VIEW" -%}
        {%- set row = dict(row, relation=row["name"]) -%}
        {%- if row["is_transient"] == "YES" -%}
            {%- do found.append(dbt_wap._trait(row, "option", none, "transient")) -%}
        {%- endif -%}
        {%- if row["clustering_key"] -%}
            {%- do found.append(dbt_wap._trait(row, "option", none, "cluster by " ~ row["clustering_key"])) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- for key in dbt_wap._snowflake_keys(places) -%}
        {%- do found.append(dbt_wap._trait(key, "constraint", none, dbt_wap._snowflake_key_text(key))) -%}
    {%- endfor -%}
    {%- do return(found) -%}
{% endmacro %}

{% macro _trait(row, trait, column, text) %}
    {%- set place = {"database": row["database"], "schema": row["schema"], "relation": row["relation"]} -%}
    {%- do return(dict(place, trait=trait, column_name=column, text=text)) -%}
{% endmacro %}

{# List the traits of columns: NOT NULL, defaults and collations. Reads only. #}
{% macro _snowflake_column_traits(places) %}
    {%- set traits = {"constraint": [], "default": [], "collation": []} -%}
    {%- for row in dbt_wap._snowflake_catalog(places, "columns") -%}
        {%- set texts = {"default": row["column_default"], "collation": row["collation_name"]} -%}
        {%- if row["nullable"] == "NO" -%}
            {%- do texts.update({"constraint": "not null " ~ row["name"]}) -%}
        {%- endif -%}
        {%- for trait, text in texts.items() if text is not none -%}
            {%- do traits[trait].append(dbt_wap._trait(row, trait, row["name"], text)) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- do return(traits["constraint"] + traits["default"] + traits["collation"]) -%}
{% endmacro %}

{#
    List the keys of tables as [{database, schema, relation, kind, parts: [{at, column, parent: row of SHOW}]}]. Reads
    only.
#}
{% macro _snowflake_keys(places) %}
    {%- set shows = {"PRIMARY KEY": "primary keys", "UNIQUE": "unique keys", "FOREIGN KEY": "imported keys"} -%}
    {%- set asked, questions, keys, answers = {}, {}, {}, {} -%}
    {%- for row in dbt_wap._snowflake_catalog(places, "constraints") if row["kind"] in shows -%}
        {%- set schema = dbt_wap.relation_name(row["database"], row["schema"]) -%}
        {%- set what = shows[row["kind"]] ~ " in schema " ~ schema -%}
        {%- do asked.update({what: row}) -%}
        {%- do questions.update({what: dbt_wap._snowflake_show_sql_of(shows[row["kind"]] ~ " in schema", schema)}) -%}
    {%- endfor -%}
    {%- for names in questions.keys() | batch(100) -%}
        {%- set some = {} -%}
        {%- for name in names -%} {%- do some.update({name: questions[name]}) -%} {%- endfor -%}
        {%- do answers.update(dbt_wap.read_together(some)) -%}
    {%- endfor -%}
    {%- for what, row in asked.items() -%}
        {%- set side = "fk_" if row["kind"] == "FOREIGN KEY" else "" -%}
        {%- for part in dbt_wap._snowflake_whole(answers[what], what) -%}
            {%- set name = part["fk_name"] if side else part["constraint_name"] -%}
            {%- set table = part[side ~ "table_name"] -%}
            {%- set own = [row["database"], row["schema"], table, name] | join(".") -%}
            {%- set key = keys.setdefault(own, dict(row, relation=table, parts=[])) -%}
            {%- do key["parts"].append(
                {"at": part["key_sequence"] | int, "column": part[side ~ "column_name"], "parent": part}
            ) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- do return(keys.values() | list) -%}
{% endmacro %}

{# Return the text of a key, with its columns in order. A foreign key names its parent with the schema. Pure. #}
{% macro _snowflake_key_text(key) %}
    {%- set parts = key["parts"] | sort(attribute="at") -%}
    {%- set text = key["kind"] | lower ~ " (" ~ parts | map(attribute="column") | join(", ") ~ ")" -%}
    {%- if key["kind"] != "FOREIGN KEY" -%} {%- do return(text) -%} {%- endif -%}
    {%- set first = parts[0]["parent"] -%}
    {%- set parents = parts | map(attribute="parent") | map(attribute="pk_column_name") | join(", ") -%}
    {%- set parent = first["pk_schema_name"] ~ "." ~ first["pk_table_name"] -%}
    {%- do return(text ~ " references " ~ parent ~ " (" ~ parents ~ ")") -%}
{% endmacro %}
