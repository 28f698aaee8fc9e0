"""A contract of import-linter turned round: some modules may import nothing but what is listed."""

import grimp
from importlinter import Contract, ContractCheck, fields, output
from importlinter.domain import helpers


class OnlyContract(Contract):
    """Modules of `source_modules` import nothing of the project but their own package and
    `allowed_modules`.

    An allowed package brings what is in it; `unisono.*.models` allows one module of many packages.
    """

    type_name = "only"

    source_modules = fields.ListField(subfield=fields.ModuleExpressionField())
    allowed_modules = fields.ListField(subfield=fields.ModuleExpressionField())
    ignore_imports = fields.SetField(subfield=fields.ImportExpressionField(), required=False)

    def check(self, graph: grimp.ImportGraph, verbose: bool) -> ContractCheck:
        """Return what is imported beyond what is allowed: (importer, imported), by name."""
        ignored = {
            (each.importer, each.imported)
            for each in helpers.import_expressions_to_imports(graph, self.ignore_imports or ())  # type: ignore[arg-type]
        }
        ignored_names = {(importer.name, imported.name) for importer, imported in ignored}
        allowed = self._modules(graph, self.allowed_modules)
        beyond = sorted(
            (importer, imported)
            for own in (self._modules(graph, [each]) for each in self.source_modules)  # type: ignore[attr-defined]
            for importer in own
            for imported in graph.find_modules_directly_imported_by(importer)
            if not graph.is_module_squashed(imported)
            and imported not in allowed | own
            and (importer, imported) not in ignored_names
        )
        return ContractCheck(kept=not beyond, metadata={"beyond": beyond})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Print each import that is not allowed."""
        for importer, imported in check.metadata["beyond"]:
            output.print_error(f"{importer} may not import {imported}", bold=False)

    @staticmethod
    def _modules(graph: grimp.ImportGraph, expressions: object) -> set[str]:
        found = helpers.module_expressions_to_modules(graph, expressions, as_packages=True)  # type: ignore[arg-type]
        return {module.name for module in found}
