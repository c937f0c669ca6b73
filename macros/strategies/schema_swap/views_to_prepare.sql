{#
    Dynamic tables would fill themselves twice: they wait for the exchange. So do views of a schema that prod does
    not have yet: nobody reads them, and views of all columns of a relation that has others in prod: they have for
    ever those that they were made with. Atomic: yes, reads of the catalog.
#}
{% macro snowflake__schema_swap__views_to_prepare(run) %}
    {%- for view in dbt_wap.orphan_views(run) -%}
        {%- do dbt_wap.refuse(
            "publish",
            "the view " ~ view["schema"] ~ "." ~ view["name"]
            ~ " reads the audit schema, and no model of the project makes it",
            next="wap discard " ~ run["run_id"],
            code="blocked",
        ) -%}
    {%- endfor -%}
    {%- set nodes, read, chosen = dbt_wap.nodes_by_key(), [], [] -%}
    {%- for state in dbt_wap.pair_states(run) if state["old"] -%}
        {%- do read.append(dbt_wap.schema_key(state["database"], state["prod"])) -%}
    {%- endfor -%}
    {%- set shapes = dbt_wap._snowflake_shapes(run) -%}
    {%- set definitions = dbt_wap.definitions_in_prod_names(run["schemas"], "audit") -%}
    {%- for view in dbt_wap._snowflake_views_naming_audit(run, "audit") if view["kind"] == "view" -%}
        {%- set node, body = nodes[view["key"]], definitions[view["key"]]["body"] -%}
        {%- set known = dbt_wap.schema_key(view["database"], view["pair"]["prod"]) in read -%}
        {%- set frozen = dbt_wap._snowflake_has_star(body) and dbt_wap._snowflake_reads_other_shapes(node, shapes) -%}
        {%- if known and not frozen -%} {%- do chosen.append(node.unique_id) -%} {%- endif -%}
    {%- endfor -%}
    {%- do return(dbt_wap._snowflake_levels(nodes, chosen)) -%}
{% endmacro %}

{# The chosen nodes (unique ids), a list a level: those of one level do not read each other. nodes: parents first. #}
{% macro _snowflake_levels(nodes, chosen) %}
    {%- set levels, depth = [], {} -%}
    {%- for node in nodes.values() if node.unique_id in chosen -%}
        {%- set above = [-1] -%}
        {%- for parent in node.depends_on.nodes if parent in depth -%}
            {%- do above.append(depth[parent]) -%}
        {%- endfor -%}
        {%- set own = above | max + 1 -%}
        {%- do depth.update({node.unique_id: own}) -%}
        {%- if own == levels | length -%} {%- do levels.append([]) -%} {%- endif -%}
        {%- do levels[own].append(node.unique_id) -%}
    {%- endfor -%}
    {%- do return(levels) -%}
{% endmacro %}

{#
    The views and dynamic tables on one side of the pairs whose query names an audit schema, with prod's keys; without
    those that wait under another name.
#}
{% macro _snowflake_views_naming_audit(run, side) %}
    {%- set relations, found = {}, [] -%}
    {%- for relation in dbt_wap.relations_of(run["schemas"], side) -%}
        {%- do relations.update({dbt_wap._key_beside(relation, relation["name"]): relation}) -%}
    {%- endfor -%}
    {%- set kept = dbt_wap.parked_views(run["schemas"], side, run["run_id"] if side == "audit" else none) -%}
    {%- set databases = dbt_wap.databases_of(run["schemas"]) -%}
    {%- set audits = run["schemas"] | map(attribute="audit") | list -%}
    {%- for view in dbt_wap.views_reading(databases, audits) if view["key"] in relations and view["key"] not in kept -%}
        {%- do found.append(relations[view["key"]]) -%}
    {%- endfor -%}
    {%- do return(found) -%}
{% endmacro %}

{# {relation key: [shape in prod, shape in the candidate]} of everything in the schemas of a run. #}
{% macro _snowflake_shapes(run) %}
    {%- set shapes = {} -%}
    {%- for side in ["prod", "audit"] -%}
        {%- set columns = dbt_wap.columns_by_relation(run["schemas"], side) -%}
        {%- for relation in dbt_wap.relations_of(run["schemas"], side) -%}
            {%- set own = dbt_wap._key_beside(relation, relation["name"]) -%}
            {%- do shapes.setdefault(relation["key"], {}).update({side: dbt_wap.shape_of(columns.get(own, []))}) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- do return(shapes) -%}
{% endmacro %}

{#
    True for a view that reads a relation of the project whose columns, or their order, are not the same in prod and
    in the candidate.
#}
{% macro _snowflake_reads_other_shapes(node, shapes) %}
    {%- for parent in node.depends_on.nodes if parent in graph.nodes and dbt_wap.is_relational(graph.nodes[parent]) -%}
        {%- set shape = shapes.get(dbt_wap.node_key(graph.nodes[parent]), {}) -%}
        {%- if shape.get("prod") != shape.get("audit") -%} {%- do return(true) -%} {%- endif -%}
    {%- endfor -%}
    {%- do return(false) -%}
{% endmacro %}

{# True where a query says * for columns anywhere; count(*) and a product do not count. #}
{% macro _snowflake_has_star(body) %}
    {%- set text = " " ~ dbt_wap._snowflake_tokens(body) | join(" ") ~ " " -%}
    {%- do return(modules.re.search(" (SELECT|DISTINCT|ALL|,|\\.) \\* ", text) is not none) -%}
{% endmacro %}
